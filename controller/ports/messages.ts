import type { MessageDetails } from '../domain/message.ts';
import type { StandInRow } from '../domain/stand-ins.ts';
import type { Page, PageRequest } from './read-models.ts';

/** A message and what became of it; `sequence` is that of its decision. */
export interface MessageRow extends MessageDetails {
  readonly id: string;
  readonly sequence: number;
  readonly state: 'waiting' | 'delivered' | 'dropped' | 'dead';
  /** Since it was decided or put back into the outbox. */
  readonly attempts: number;
  /** Why the last attempt failed, or why nothing was sent. */
  readonly why: string | null;
  /** When it was decided or put back, and when its state or attempts changed last: UTC. */
  readonly waitingSince: string;
  readonly changedAt: string;
}
/** One piece in one message. */
export interface ToldRow extends Pick<MessageDetails, 'kind' | 'level' | 'channel' | 'person'> {
  /** Sequence of the message’s decision. */
  readonly message: number;
  readonly clock: MessageDetails['about'][number]['clock'];
  readonly due: string | null;
  readonly since: number;
  /** When they were told, or while it waits when that was decided; null when it came to nothing. */
  readonly at: string | null;
}
export interface ChannelRecord {
  readonly deliveredAt: string | null;
  readonly failedAt: string | null;
  /** Why the last failed attempt failed. */
  readonly why: string | null;
  readonly waiting: number;
  readonly dead: number;
}
/** The part of the read models that is about messages. */
export interface MessageViews {
  message(id: string): MessageRow | undefined;
  /** What is still to be sent over a channel, in the order in which it was decided. */
  waitingMessages(channel: string): MessageRow[];
  messages(page: PageRequest, state?: MessageRow['state']): Page<MessageRow>;
  /** Ids of dead letters, of one channel or (null) of all: those decided first, first. */
  deadMessages(channel: string | null, limit: number): string[];
  /** All that was ever decided to be said of a piece, oldest first. */
  toldOf(docket: string): ToldRow[];
  channelRecord(channel: string): ChannelRecord;
}
/** The part of the read models that tells how people are found. */
export interface ReachViews {
  /** Every stand-in named, also for periods to come and periods past. */
  standIns(): StandInRow[];
  headOf(department: string): string | null;
}
