-- Lets the role of the queries read, if it exists. Runs at every start, so the role may come later than the tables.
DO $$
BEGIN
  -- Two consumers that grant at once would fail.
  PERFORM pg_advisory_xact_lock(hashtext('${flyway:defaultSchema}.reader'));
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = '${reader}') THEN
    GRANT USAGE ON SCHEMA "${flyway:defaultSchema}" TO "${reader}";
    GRANT SELECT ON users, orders, payments, inventory TO "${reader}";
  END IF;
END $$;
