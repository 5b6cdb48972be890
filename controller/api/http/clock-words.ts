import type { Both } from './words.ts';

/** What may be refused about clocks. */
export const CLOCK_WORDS: Readonly<Record<string, Both>> = {
  'clock-settings': {
    en: ['Settings contradict themselves', 'Look at {path}: {problem}. Mend it and save again.'],
    zh: ['时限设置有误', '请检查 {path}（{problem}），改正后重新保存。'],
  },
  'clock-not-running': {
    en: [
      'Clock not running',
      'This clock ({clock}) does not run: it was not started, was met, or was struck.',
    ],
    zh: ['未在计时', '该时限（{clock}）不在计时：尚未开始、已完成或已终止。'],
  },
  'clock-paused': {
    en: ['Paused already', 'This clock ({clock}) is paused already. Resume it first.'],
    zh: ['已暂停', '该时限（{clock}）已处于暂停状态，请先恢复。'],
  },
  'clock-not-paused': {
    en: ['Not paused', 'This clock ({clock}) is not paused, so there is nothing to resume.'],
    zh: ['未暂停', '该时限（{clock}）未暂停，无需恢复。'],
  },
};
