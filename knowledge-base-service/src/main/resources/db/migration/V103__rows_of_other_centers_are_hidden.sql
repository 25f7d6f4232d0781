-- Row-level security beneath every query; see protect_by_center in the platform's migrations.
CALL protect_by_center('patient');
CALL protect_by_center('patient_examination');
CALL protect_by_center('medium_link');
CALL protect_by_center('examination_alias');
