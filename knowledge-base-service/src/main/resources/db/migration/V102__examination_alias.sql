-- A report names its hospital case, a processor overlay does not, so the pseudonyms of one
-- examination differ between the two. Here the second one points to the examination of the first.

CREATE TABLE examination_alias (
    center_key             text NOT NULL,
    examination_hash       text NOT NULL CHECK (examination_hash ~ '^[0-9a-f]{64}$'),
    patient_id             int  NOT NULL,
    patient_examination_id int  NOT NULL,
    PRIMARY KEY (center_key, examination_hash),
    FOREIGN KEY (patient_examination_id, patient_id, center_key)
        REFERENCES patient_examination (id, patient_id, center_key)
);
