import { language, text } from './texts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span of time in its one or two largest units: `42 s`, `3 min`, `2 h 5 min`, `4 d`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE) {
    return text('time.seconds', { n: whole });
  }
  if (whole < HOUR) {
    return text('time.minutes', { n: Math.floor(whole / MINUTE) });
  }
  if (whole < DAY) {
    const minutes = Math.floor((whole % HOUR) / MINUTE);
    return text('time.hours', { h: Math.floor(whole / HOUR), m: minutes });
  }
  return text('time.days', { n: Math.floor(whole / DAY) });
}

export function between(from: string, to: string): string {
  return duration((Date.parse(to) - Date.parse(from)) / 1000);
}

export function age(instant: string): string {
  return between(instant, new Date().toISOString());
}

export function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = size;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${decimal(value, value < 10 && unit > 0 ? 1 : 0)}\u00a0${units[unit]}`;
}

export function decimal(value: number, digits: number): string {
  return value.toLocaleString(language.current, { maximumFractionDigits: digits });
}

export function dateTime(instant: string): string {
  return new Intl.DateTimeFormat(language.current, {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(new Date(instant));
}

/** A calendar day; a date without a time belongs to no time zone and is shown as written. */
export function day(date: string): string {
  const timeZone = date.includes('T') ? undefined : 'UTC';
  return new Intl.DateTimeFormat(language.current, { dateStyle: 'medium', timeZone }).format(
    new Date(date));
}

export function clockTime(instant: number): string {
  return new Intl.DateTimeFormat(language.current, { timeStyle: 'medium' }).format(instant);
}
