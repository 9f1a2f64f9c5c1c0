import type { Provider } from '@nestjs/common';

export const reservationsParts: Provider[] = [];
