/** Milliseconds from `now` (UTC ms) to the next time it is `at` (HH:MM) in a time zone; 24 hours when it is that now. */
export const untilLocalTime = (now: number, at: string, timeZone: string): number => {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  const wanted = (hour * 60 + minute) * 60_000;
  const guess = ahead(wanted - msOfDay(now, timeZone));
  // Where clocks were put forward or back in between, the guess is off by as much.
  const off = wanted - msOfDay(now + guess, timeZone);
  const corrected = guess + (Math.abs(off) > day / 2 ? off - Math.sign(off) * day : off);
  return corrected > 0 ? corrected : guess;
};

const day = 86_400_000;
const ahead = (ms: number): number => (((ms % day) + day) % day === 0 ? day : ((ms % day) + day) % day);

const formats = new Map<string, Intl.DateTimeFormat>();
const msOfDay = (instant: number, timeZone: string): number => {
  let format = formats.get(timeZone);
  if (!format) {
    const fields = { hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
    formats.set(
      timeZone,
      (format = new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', ...fields })),
    );
  }
  const part = (type: string): number =>
    Number(format.formatToParts(instant).find((each) => each.type === type)?.value);
  return ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000 + (instant % 1000);
};
