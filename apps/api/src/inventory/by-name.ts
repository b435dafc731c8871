interface Named {
  id: string;
  name: string;
}

/** Compares by name, then by id: lists that are stored have one order, however PostgreSQL and AWS gave their members. */
export const byName = (one: Named, other: Named): number => one.name.localeCompare(other.name) || one.id.localeCompare(other.id);
