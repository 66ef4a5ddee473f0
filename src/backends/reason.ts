/** What an error says, whatever was thrown: tfjs also throws plain objects with a message. */
export const reason = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
