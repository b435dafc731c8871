/** Rows per statement: PostgreSQL takes 65,535 parameters. */
const rowsAtOnce = 500;

/** Cuts rows into what one statement takes. */
export function cut<T>(rows: T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, index) =>
    rows.slice(index * rowsAtOnce, (index + 1) * rowsAtOnce),
  );
}
