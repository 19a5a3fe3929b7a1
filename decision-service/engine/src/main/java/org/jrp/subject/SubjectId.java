package org.jrp.subject;

/** An identifier of a subject (主体代码), known to be well formed. */
public sealed interface SubjectId permits Uscc, CitizenId, OrgCode, AicRegNo {

    /** What kind of identifier it is. */
    IdType type();

    /** The identifier in its normal form: upper case, no spaces, no hyphens. */
    String value();

    /** The identifier as it may be shown: a natural person's with its middle hidden, any other in full. */
    String masked();

    /** The kind of subject this identifier speaks for, unless a request says otherwise. */
    SubjectKind defaultKind();
}
