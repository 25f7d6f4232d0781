package org.endoreg.plantedfirst.names;

/** Has a name that says nothing. */
public class RowUtils {}
