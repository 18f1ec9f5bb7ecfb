CREATE TABLE counter (id text PRIMARY KEY, value bigint NOT NULL CHECK (value >= 0));
INSERT INTO counter VALUES ('clicks', 0);
