import type { Provider } from '@nestjs/common';

export const gateParts: Provider[] = [];
