-- The table dim_member for readers in Databricks; its files are written by somebody else.
CREATE TABLE IF NOT EXISTS `payer`.`marts`.`dim_member`
USING DELTA
LOCATION 's3://lake/marts/dim_member/';
