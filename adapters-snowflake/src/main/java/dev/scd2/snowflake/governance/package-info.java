/**
 * Who may see what in a Snowflake database, declared once: roles, what each may do in which schema, classes of columns and
 * what each role sees of them, rows, views and the audit.
 *
 * <p>{@link dev.scd2.snowflake.governance.Governance} is the declaration, in Java or read from a file by {@link
 * dev.scd2.snowflake.governance.GovernanceFile}. {@link dev.scd2.snowflake.governance.GovernanceSql} writes it as a script.
 * {@link dev.scd2.snowflake.governance.GovernanceDiff} compares it with what an account has, and applies the difference.
 *
 * <p><b>What is derived.</b> For every schema and {@link dev.scd2.snowflake.governance.Access} that a role asks for there is
 * one database role, which holds the privileges on the schema, on the declared tables and views in it, and on those to come.
 * Functional roles hold database roles, other functional roles and warehouses, and no privilege on an object. For every
 * {@link dev.scd2.snowflake.governance.ColumnClass} and type of column there is a masking policy, which shows what the most
 * open of the session's roles may see, and NULL to everybody else. A class that a role is not named in stays hidden from it.
 *
 * <p><b>What is managed.</b> The declared roles with all that they hold, but for what they own; the roles that were made
 * from this declaration, which their comment tells; the policies, tags and their uses in the schema of governance; the
 * declared views. Users, other roles and other policies are left alone, and so are tables: they are made by loads, and a
 * declared table that is not there is told.
 *
 * <p><b>What was tried.</b> The statements are read by a linter and run by tests against a stand-in, which keeps them and
 * enforces nothing. They were not run against Snowflake.
 *
 * <p>Null is refused. Declarations are immutable; a diff is confined to the thread that has its connection.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.snowflake.governance;
