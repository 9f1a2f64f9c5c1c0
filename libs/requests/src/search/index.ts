import { RequestSearch } from './search.view.js';

/** Full-text search over requests and what is said about them. */
export const searchUseCases = [RequestSearch];
