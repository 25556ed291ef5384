/** Whether a server that went away by itself is started again. */

const MOST_RESTARTS = 4;
const PERIOD_MS = 3 * 60 * 1000;

/**
 * Yes, up to four times in three minutes. One that never came up is not started again: whoever
 * started it goes on to the next one.
 */
export class RestartPolicy {
  /** Set once the server has answered for the first time. */
  public isUp = false;
  private deaths: number[] = [];

  public constructor(
    private readonly onGivenUp: () => void,
    private readonly now: () => number = Date.now,
  ) {}

  /** Take note of a death, and say whether to start the server again. */
  public died(): boolean {
    if (!this.isUp) {
      return false;
    }
    this.deaths = [...this.deaths.filter((time) => this.now() - time < PERIOD_MS), this.now()];
    if (this.deaths.length > MOST_RESTARTS) {
      this.onGivenUp();
      return false;
    }
    return true;
  }
}
