/** Calls again until IAM has heard of what was just created (D-50); the last refusal after ten seconds. */
export async function eventually<T>(make: () => Promise<T>, triesLeft = 100): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (triesLeft === 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return eventually(make, triesLeft - 1);
  }
}
