-- Runs once, on an empty volume. Makes the account of the queries: it may log in, and the projections let it read their
-- tables. Without the variable the statement is wrong, and the start fails.
\getenv password POSTGRES_READER_PASSWORD
CREATE ROLE pipeline_reader LOGIN PASSWORD :'password';
