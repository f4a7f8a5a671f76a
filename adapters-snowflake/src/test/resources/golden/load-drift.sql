-- The files hold more in amount than the table can.
ALTER TABLE "PAYER"."RAW"."MEMBERS" ALTER COLUMN "amount" SET DATA TYPE NUMBER(14, 2);

-- The files have a new column, new.
ALTER TABLE "PAYER"."RAW"."MEMBERS" ADD COLUMN IF NOT EXISTS "new" TEXT;
