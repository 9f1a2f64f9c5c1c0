import { Reservations } from '#libs/requests';
import type { Provider } from '@nestjs/common';
import { AdjustReservationHandler, AdjustReservationMutation } from './adjust-reservation.js';
import { HoursReservations } from './hours-reservations.js';
import { MoveReservationHandler, MoveReservationMutation } from './move-reservation.js';
import './problems.js';
import { ReleaseMutations, ReleaseReservationHandler, WithdrawConsentHandler } from './release-reservation.js';
import { RequestReservations, RequestReservationsField } from './request-reservations.view.js';

export const reservationsParts: Provider[] = [
  HoursReservations,
  { provide: Reservations, useExisting: HoursReservations },
  AdjustReservationHandler,
  AdjustReservationMutation,
  MoveReservationHandler,
  MoveReservationMutation,
  ReleaseReservationHandler,
  WithdrawConsentHandler,
  ReleaseMutations,
  RequestReservations,
  RequestReservationsField,
];
