/** Whether the database refused because of a reference: what is referred to is missing (23503) or still in use (23001). */
export function isForeignKeyViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '23503' || error.code === '23001');
}
