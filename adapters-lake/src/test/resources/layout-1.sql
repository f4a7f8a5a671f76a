-- A history as layout 1 held it: made by the release that wrote it, and not changed since.
CREATE TABLE scd2_dimension ("name" VARCHAR PRIMARY KEY, definition VARCHAR NOT NULL, next_surrogate BIGINT NOT NULL, batches BIGINT NOT NULL, schema_version BIGINT NOT NULL, hash_algorithm VARCHAR NOT NULL);
INSERT INTO scd2_dimension VALUES ('member', 'key member_id text
track plan text
track tier long
fed by CHANGES
deletes CLOSE
columns surrogate_key valid_from valid_to is_current is_deleted attribute_hash load_id created_at', 8, 4, 1, 'sha256-128:1');
CREATE TABLE member (surrogate_key BIGINT, member_id VARCHAR, plan VARCHAR, tier BIGINT, valid_from TIMESTAMP WITH TIME ZONE, valid_to TIMESTAMP WITH TIME ZONE, is_current BOOLEAN, is_deleted BOOLEAN, attribute_hash VARCHAR, load_id VARCHAR, created_at TIMESTAMP WITH TIME ZONE DEFAULT current_timestamp);
INSERT INTO member VALUES (1, 'M1', 'gold', 1, '2026-01-01T00:00:00Z', '2026-01-20T00:00:00Z', false, false, 'ca6ff3926b4a5ad99b6c96d1aa0bb7c4', 'load 1', '2026-06-01T00:00:00Z');
INSERT INTO member VALUES (2, 'M2', 'gold', NULL, '2026-01-01T00:00:00Z', '2026-01-10T00:00:00Z', false, false, 'db37e8914bab1f233407788a3f2b2df3', 'load 1', '2026-06-01T00:00:00Z');
INSERT INTO member VALUES (3, 'M3', NULL, NULL, '2026-01-02T00:00:00Z', '2026-01-10T00:00:00Z', false, false, 'fab66aa01347d3f11a16468941378cea', 'load 1', '2026-06-01T00:00:00Z');
INSERT INTO member VALUES (4, 'M5', 'gold', 1, '2026-01-10T00:00:00Z', '2026-01-30T00:00:00Z', false, false, 'ca6ff3926b4a5ad99b6c96d1aa0bb7c4', 'load 1', '2026-06-01T00:00:00Z');
INSERT INTO member VALUES (5, 'M2', 'silver', NULL, '2026-01-10T00:00:00Z', '2026-01-15T00:00:00Z', false, false, 'dd335588f0737a3ce7a4157fdbdab897', 'load 2', '2026-06-01T00:00:00Z');
INSERT INTO member VALUES (6, 'M4', 'gold', 2, '2026-01-10T00:00:00Z', '9999-12-31T00:00:00Z', true, false, '425d66d98bb8a61e1b3aa49503ccb07a', 'load 2', '2026-06-01T00:00:00Z');
INSERT INTO member VALUES (7, 'M1', 'silver', 1, '2026-01-20T00:00:00Z', '9999-12-31T00:00:00Z', true, false, 'ed2a1915c1c4be58ec6a5147ea947013', 'load 3', '2026-06-01T00:00:00Z');
CREATE TABLE member_evidence (member_id VARCHAR, _kind VARCHAR, _span_id VARCHAR, _valid_from TIMESTAMP WITH TIME ZONE, _valid_to TIMESTAMP WITH TIME ZONE, _sequence VARCHAR, _is_complete BOOLEAN, _said VARCHAR, plan VARCHAR, tier BIGINT, _source VARCHAR, _partition BIGINT, _offset BIGINT);
INSERT INTO member_evidence VALUES ('M1', 'VALUES', NULL, '2026-01-01T00:00:00Z', NULL, '1', true, NULL, 'gold', 1, 'topic', 0, 1);
INSERT INTO member_evidence VALUES ('M1', 'VALUES', NULL, '2026-01-10T00:00:00Z', NULL, '5', true, NULL, 'gold', 1, 'snapshot 2026-01-10T00:00:00Z', 0, 0);
INSERT INTO member_evidence VALUES ('M1', 'VALUES', NULL, '2026-01-20T00:00:00Z', NULL, '6', false, '10', 'silver', NULL, NULL, NULL, NULL);
INSERT INTO member_evidence VALUES ('M1', 'VALUES', NULL, '2026-01-30T00:00:00Z', NULL, '30', false, '10', 'silver', NULL, 'snapshot 2026-01-30T00:00:00Z', 0, 0);
INSERT INTO member_evidence VALUES ('M2', 'VALUES', NULL, '2026-01-01T00:00:00Z', NULL, '1', true, NULL, 'gold', NULL, NULL, NULL, NULL);
INSERT INTO member_evidence VALUES ('M2', 'VALUES', NULL, '2026-01-10T00:00:00Z', NULL, '5', true, NULL, 'silver', NULL, 'snapshot 2026-01-10T00:00:00Z', 0, 1);
INSERT INTO member_evidence VALUES ('M2', 'DELETE', NULL, '2026-01-15T00:00:00Z', NULL, '7', true, '00', NULL, NULL, NULL, NULL, NULL);
INSERT INTO member_evidence VALUES ('M3', 'VALUES', NULL, '2026-01-02T00:00:00Z', NULL, '1', true, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO member_evidence VALUES ('M4', 'VALUES', NULL, '2026-01-10T00:00:00Z', NULL, '5', true, NULL, 'gold', 2, 'snapshot 2026-01-10T00:00:00Z', 0, 2);
INSERT INTO member_evidence VALUES ('M4', 'VALUES', NULL, '2026-01-30T00:00:00Z', NULL, '30', false, '10', 'gold', NULL, 'snapshot 2026-01-30T00:00:00Z', 0, 1);
INSERT INTO member_evidence VALUES ('M5', 'VALUES', NULL, '2026-01-10T00:00:00Z', NULL, '9', true, NULL, 'gold', 1, NULL, NULL, NULL);
CREATE TABLE member_snapshot (taken_at TIMESTAMP WITH TIME ZONE, "sequence" VARCHAR);
INSERT INTO member_snapshot VALUES ('2026-01-10T00:00:00Z', '5');
INSERT INTO member_snapshot VALUES ('2026-01-30T00:00:00Z', '30');
CREATE TABLE member_quarantine (number BIGINT, "identity" VARCHAR, reason VARCHAR, message VARCHAR, "source" VARCHAR, "partition" BIGINT, "offset" BIGINT, payload VARCHAR, created_at TIMESTAMP WITH TIME ZONE DEFAULT current_timestamp);
INSERT INTO member_quarantine VALUES (1, 'c96f39ecfb71434a6ccd374b38a702f7', 'NULL_TIME', 'The change has no validFrom. Every change needs one.', NULL, NULL, NULL, 'Observation validFrom=null sequence=8 {member_id="M1", tier=3, plan="bronze"}', '2026-06-01T00:00:00Z');
INSERT INTO member_quarantine VALUES (2, '7a03e5927fd2f7d849833dd2b5782bb6', 'CONFLICT', 'Another change has the same key, place and sequence and other content, and holds against this one. Give one of them a greater sequence, or declare a tie-break column.', NULL, NULL, NULL, 'VALUES validFrom=2026-01-01T00:00:00Z sequence=1 key=[M1] {plan="gold", tier=9}', '2026-06-01T00:00:00Z');
CREATE TABLE member_position ("source" VARCHAR, "partition" BIGINT, "offset" BIGINT);
INSERT INTO member_position VALUES ('topic', 0, 7);
