-- The tables that the variants join. Each key has as many versions, one after the other, the first half of a period in
-- four is a gap. Of the facts some are before the first version, some in a gap, some have a key that is not known.
--   SET VARIABLE facts = 10000000; SET VARIABLE keys = 100000; SET VARIABLE versions = 10;
SET TimeZone = 'UTC';

CREATE OR REPLACE TABLE member AS
SELECT k * getvariable('versions') + v AS surrogate_key,
       k AS member_id,
       'plan ' || hash(k, v) % 50 AS plan,
       TIMESTAMPTZ '2016-01-01' + to_hours(v * 24 * 3600 // getvariable('versions')
           + CASE WHEN v % 4 = 3 THEN 12 * 3600 // getvariable('versions') ELSE 0 END) AS valid_from,
       CASE WHEN v + 1 < getvariable('versions')
            THEN TIMESTAMPTZ '2016-01-01' + to_hours((v + 1) * 24 * 3600 // getvariable('versions'))
            ELSE TIMESTAMPTZ '9999-12-31' END AS valid_to
FROM range(getvariable('keys')) AS keys (k), range(getvariable('versions')) AS numbers (v)
ORDER BY hash(k, v);

CREATE OR REPLACE TABLE fact AS
SELECT n AS fact_id,
       (hash(n) % (getvariable('keys') * 51 // 50 + 1))::BIGINT AS member_id,
       make_timestamptz(epoch_us(TIMESTAMPTZ '2015-12-01') + 60000000 * (hash(n, 1) % (3630 * 24 * 60))::BIGINT)
           AS service_at
FROM range(getvariable('facts')) AS facts (n);
