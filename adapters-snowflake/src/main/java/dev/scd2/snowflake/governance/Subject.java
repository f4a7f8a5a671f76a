package dev.scd2.snowflake.governance;

/** What a declaration is derived into, in the order in which it is made: nobody is let in before what hides is there. */
public enum Subject {
    /** A schema. */
    SCHEMA,
    /** A table, which is made by somebody else. */
    TABLE,
    /** A functional role. */
    ROLE,
    /** A database role: one access to one schema. */
    DATABASE_ROLE,
    /** The tag that names the class of a column. */
    TAG,
    /** What the roles see of a class of columns of a type. */
    MASKING_POLICY,
    /** Which rows the roles and users see. */
    ROW_ACCESS_POLICY,
    /** A masking policy on a column. */
    COLUMN_MASK,
    /** A row access policy on a table. */
    ROW_FILTER,
    /** The tag of a column. */
    COLUMN_TAG,
    /** A secure view. */
    VIEW,
    /** A privilege, or a role, that a role holds. */
    GRANT,
    /** A privilege on objects that will be made in a schema. */
    FUTURE_GRANT
}
