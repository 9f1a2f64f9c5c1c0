import './subjects.js';
import type { Provider } from '@nestjs/common';

export const reviewsParts: Provider[] = [];
