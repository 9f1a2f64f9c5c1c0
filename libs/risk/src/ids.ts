import { v5 as uuidV5 } from 'uuid';
import type { Subject } from './domain/index.js';

const REVIEWS = '4f0f2c0e-3c69-5a52-9d0b-7a6a2f3f6a11';
const PROPERTIES = 'c1b7d0c8-6f0e-5f3c-8a5d-2f9a0a4f4f53';

/** The one review of a subject: its id follows from it, so that two ways of opening it meet in one stream. */
export const reviewIdOf = ({ kind, id }: Pick<Subject, 'kind' | 'id'>): string => uuidV5(`${kind}/${id}`, REVIEWS);

/** The id of a web property follows from its name, as requests write it: upper and lower case and spaces around it are the same to it. */
export const propertyIdOf = (name: string): string => uuidV5(name.trim().toLowerCase(), PROPERTIES);

/** What an own id of a risk looks like: the review's, a dash, its number in the workspace. */
export const riskKeyFormat = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-K\d{1,9}$/;

/** A risk of a review. */
export interface RiskKey {
  readonly reviewId: string;
  /** `K<n>`, unique in the workspace. */
  readonly riskId: string;
}

/** The parts of a risk's own id, as `GlobalId('Risk', { format: riskKeyFormat, … })` lets it through. */
export const riskKeyOf = (id: string): RiskKey => ({ reviewId: id.slice(0, 36), riskId: id.slice(37) });

export const riskKeyText = ({ reviewId, riskId }: RiskKey): string => `${reviewId}-${riskId}`;
