export { type ExportedSeal, exportedSeals, readAnchors } from './anchors.js';
export { type InclusionProof, NotSealed, proofOf, proofText, SealBroken } from './proof.js';
export { keyIdOf, type Seal, type SealedRange } from './seal.js';
export { publicSealKey } from './seal-key.js';
export { sealsAfter, type StoredSeal } from './seal-rows.js';
export { Sealer, type SealerOptions } from './sealer.js';
export {
  type SealBreak,
  type SealBreakKind,
  type SealsProgress,
  type SealsResult,
  verifySeals,
  type VerifySealsOptions,
} from './verify-seals.js';
