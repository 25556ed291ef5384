import assert from 'node:assert/strict';
import test from 'node:test';
import { RestartPolicy } from '../src/restartPolicy';

/** What a policy says to deaths at these seconds, and how often it gave up. */
function outcome(
  seconds: readonly number[],
  isUp = true,
): { restarts: boolean[]; givenUp: number } {
  let now = 0;
  let givenUp = 0;
  const policy = new RestartPolicy(
    () => givenUp++,
    () => now,
  );
  policy.isUp = isUp;
  const restarts = seconds.map((second) => {
    now = second * 1000;
    return policy.died();
  });
  return { restarts, givenUp };
}

test('a server that never came up is not started again, and that is no giving up', () => {
  assert.deepEqual(outcome([1], false), { restarts: [false], givenUp: 0 });
});

test('a server that dies is started again four times, then given up', () => {
  const restarts = [true, true, true, true, false];
  assert.deepEqual(outcome([1, 2, 3, 4, 5]), { restarts, givenUp: 1 });
});

test('a server that dies now and then is started again each time', () => {
  const everyMinute = Array.from({ length: 20 }, (_, minute) => minute * 60);
  assert.deepEqual(outcome(everyMinute), { restarts: everyMinute.map(() => true), givenUp: 0 });
});
