// Waiting for something to happen, never for time to pass.

const PATIENCE = 30_000; // milliseconds; only a test that fails waits so long

/** Ask until the answer is truthy, and return it. */
export async function waitFor(what, ask, patience = PATIENCE) {
  const start = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer) {
      return answer;
    }
    if (performance.now() - start > patience) {
      throw new Error(`Waited in vain for ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
