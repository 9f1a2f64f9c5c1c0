import { launchReason } from '#libs/requests';
import type { LaunchBlock } from '../domain/index.js';

/** Why one review forbids a launch, as the readiness and the refusal both tell it. */
export function blockReason({ missing, ...block }: LaunchBlock) {
  const what = missing.map(({ text }) => text).join('; ');
  const text = block.reviewNumber === null ? what : `RR-${block.reviewNumber}: ${what}`;
  return launchReason({ check: 'RISK', text, missing, ...block });
}
