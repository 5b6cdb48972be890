import type { Incoming, Intake } from '../commands/intake.ts';
import type { Entropy } from '../ports/entropy.ts';
import { LedgerUnavailable } from '../ports/ledger.ts';
import type { FileFault, FolderTaken } from '../ports/intake.ts';

const FAULTS: Readonly<Record<FileFault, string>> = {
  'unknown-format':
    '不是 PDF、PNG、JPEG 或 TIFF 文件。\nNeither PDF, PNG, JPEG nor TIFF: convert it to one of them.',
  damaged: '文件已损坏，请重新保存或扫描。\nIt is damaged: save or scan it again.',
  'too-large':
    '图像超过 8000 万像素，请以 300 dpi 扫描。\nA picture has more than 80 million pixels: scan it at 300 dpi.',
  'too-many-pages': '超过 5000 页，请分成几个文件。\nIt has more than 5000 pages: split it.',
  locked: '文件有密码，请另存为无密码的文件。\nIt has a password: save it without one.',
};

/** How a file from the watched folder is taken in, and what becomes of it there. */
export const folderIntake =
  (intake: Pick<Intake, 'take'>, entropy: Entropy) =>
  async (file: Pick<Incoming, 'bytes' | 'name'>): Promise<FolderTaken> => {
    const by = { actor: 'system', station: null, cause: entropy.id() };
    try {
      const taken = await intake.take({ ...file, way: 'folder' }, by);
      // A crash between its record and its being moved left it here.
      if (taken.ok || taken.refusal.code === 'scan-known') return { is: 'taken' };
      if (taken.refusal.code === 'classified') return { is: 'classified' };
      if (taken.refusal.code !== 'unreadable-scan') return { is: 'later' };
      return { is: 'failed', why: FAULTS[taken.refusal.values['fault'] as FileFault] };
    } catch (error) {
      if (error instanceof LedgerUnavailable) return { is: 'later' };
      throw error;
    }
  };
