/** Runs once after all specs. */
export default () => globalThis.twolaneTestRun?.stop();
