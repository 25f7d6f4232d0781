-- Row-level security beneath every query; see protect_by_center in the platform's migrations.
CALL protect_by_center('anonymization');
CALL protect_by_center('sensitive_meta');
