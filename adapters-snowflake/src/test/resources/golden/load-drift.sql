-- The files hold more in amount than the table can.
ALTER TABLE "payer"."raw"."members" ALTER COLUMN "amount" SET DATA TYPE NUMBER(14, 2);

-- The files have a new column, new.
ALTER TABLE "payer"."raw"."members" ADD COLUMN IF NOT EXISTS "new" TEXT;
