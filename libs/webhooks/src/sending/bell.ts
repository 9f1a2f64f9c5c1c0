/** Lets a loop wait until somebody rings or the time is over. A ring meanwhile is kept for the next wait. */
export class Bell {
  private rung = false;
  private wakeUp: (() => void) | null = null;

  readonly ring = (): void => {
    this.rung = true;
    this.wakeUp?.();
  };

  /** Returns at once when it was rung since the last wait. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.rung)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.wakeUp = null;
    this.rung = false;
  }
}
