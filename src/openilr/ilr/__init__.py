"""What an ILR is: fields by collection year, code lists, identifiers, calendar, XML in and out."""
