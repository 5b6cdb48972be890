import { cardReaderView, cardTapView, listOf } from '../answers.ts';
import { beginCardTap } from '../contract/office.ts';
import type { ApiDeps } from '../http/deps.ts';
import { created, ok, route, type Route } from '../http/route.ts';
import { valueOf } from './listing.ts';

/** Enrolling a card by holding it to a reader: begun, looked at, given up. */
export const cardTapRoutes = ({ config, cardTaps }: ApiDeps): Route[] => [
  route({
    method: 'get',
    path: '/card-readers',
    tag: 'people',
    summary: 'Stations with a card reader, where a card can be enrolled',
    access: ['registrar'],
    answers: { status: 200, description: 'All of them, on one page', schema: listOf(cardReaderView) },
    handler: () =>
      ok({
        items: config.cabinets.flatMap((cabinet) =>
          cabinet.stations
            .filter(({ cardReader }) => cardReader !== null)
            .map(({ id, name }) => ({ station: id, name, cabinet: cabinet.name })),
        ),
        next: null,
      }),
  }),
  route({
    method: 'post',
    path: '/people/:number/card-taps',
    tag: 'people',
    summary: 'Take the next card held to a station’s reader as this person’s card; waits half a minute',
    access: ['registrar'],
    body: beginCardTap,
    answers: { status: 201, description: 'The tap that is waited for', schema: cardTapView },
    handler: ({ params: { number = '' }, body, by }) =>
      created(valueOf(cardTaps.begin(number, body.station, by))),
  }),
  route({
    method: 'get',
    path: '/people/:number/card-taps/:tap',
    tag: 'people',
    summary: 'Whether the card has come',
    access: ['registrar'],
    answers: { status: 200, description: 'How the tap stands', schema: cardTapView },
    handler: ({ params: { number = '', tap = '' } }) => ok(valueOf(cardTaps.look(number, tap))),
  }),
  route({
    method: 'post',
    path: '/people/:number/card-taps/:tap/cancel',
    tag: 'people',
    summary: 'Wait no longer for the card',
    access: ['registrar'],
    answers: { status: 200, description: 'How the tap ended', schema: cardTapView },
    handler: ({ params: { number = '', tap = '' } }) => ok(valueOf(cardTaps.cancel(number, tap))),
  }),
];
