-- The tables that the variants join, as those of ../duckdb/setup.sql. For psql:
--   \set facts 1000000
--   \set keys 100000
--   \set versions 10
CREATE EXTENSION IF NOT EXISTS btree_gist;
DROP TABLE IF EXISTS member, fact;

CREATE TABLE member AS
SELECT CAST(k AS BIGINT) * :versions + v AS surrogate_key,
       CAST(k AS BIGINT) AS member_id,
       'plan ' || (k * 7 + v * 13) % 50 AS plan,
       TIMESTAMPTZ '2016-01-01 00:00:00Z' + make_interval(hours => v * 24 * 3600 / :versions
           + CASE WHEN v % 4 = 3 THEN 12 * 3600 / :versions ELSE 0 END) AS valid_from,
       CASE WHEN v + 1 < :versions
            THEN TIMESTAMPTZ '2016-01-01 00:00:00Z' + make_interval(hours => (v + 1) * 24 * 3600 / :versions)
            ELSE TIMESTAMPTZ '9999-12-31 00:00:00Z' END AS valid_to
FROM generate_series(0, :keys - 1) AS keys (k), generate_series(0, :versions - 1) AS numbers (v)
ORDER BY hashint8(CAST(k AS BIGINT) * :versions + v);

CREATE TABLE fact AS
SELECT CAST(n AS BIGINT) AS fact_id,
       (CAST(hashint8(n) AS BIGINT) + 2147483648) % (:keys * 51 / 50 + 1) AS member_id,
       TIMESTAMPTZ '2015-12-01 00:00:00Z' + make_interval(mins =>
           CAST((CAST(hashint8(n + 1000000007) AS BIGINT) + 2147483648) % (3630 * 24 * 60) AS INTEGER)) AS service_at
FROM generate_series(CAST(0 AS BIGINT), :facts - 1) AS facts (n);

CREATE UNIQUE INDEX ON member (member_id, valid_from);
CREATE INDEX ON member USING gist (member_id, tstzrange(valid_from, valid_to));
VACUUM ANALYZE member;
VACUUM ANALYZE fact;
