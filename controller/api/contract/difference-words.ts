/** What is said of differences between paper and record: on the office page, in the API and on the daily sheet. */
const zh = {
  kinds: {
    'electronic-only': '有电子无纸质',
    'paper-only': '有纸质无电子',
    'wrong-box': '投错箱格',
    'copies-short': '份数不足',
    'count-differs': '计数与扫码不符',
    'sensor-empty': '感应为空而记录在箱',
    'sensor-occupied': '感应有件而记录为空',
    'not-in-box': '盘点未见',
    overdue: '流转超期',
    'not-handled': '取走久未办结',
    'not-back': '清退未回',
    'in-doubt': '结果不明',
  },
  codes: {
    'never-dropped': '已登记 {expected} 份，至今一份未投。',
    'some-not-dropped': '应投 {expected} 份，已投 {found} 份，其余未投。',
    'unknown-code-scanned': '扫到的条码没有登记，纸质已在手而无电子记录。',
    'unknown-code-in-box': '盘点时 {box} 中有一件没有登记。',
    'unreadable-in-box': '盘点时 {box} 中有 {found} 件没有可识读的条码。',
    'scan-without-document': '收到的扫描件不属于任何已登记公文。',
    'box-of-another': '该件在 {box}，此箱格属于其他部门。',
    'through-wrong-slot': '有纸件从未开启的 {box} 投口进入。',
    'found-elsewhere': '盘点时该件在 {box}，记录不在此处。',
    'counted-more': '{box} 计到 {found} 件，记录 {expected} 件：多出的没有记录。',
    'counted-fewer': '{box} 计到 {found} 件，记录 {expected} 件：少了。',
    'sensor-empty': '{box} 感应为空，记录有 {expected} 件。',
    'sensor-occupied': '{box} 感应有件，记录中没有。',
    'not-found-in-box': '盘点时 {box} 中没有该件，记录在此。',
    'not-collected': '在 {box} 中等待取件，已超签收时限。',
    'refused-in-hand': '已退文，至今未放入清退箱格。',
    'corrected-in-hand': '从错投箱格取出后未重新投放。',
    'left-in-returns': '在清退箱格 {box} 中久未取回。',
    'left-in-outgoing': '在外发箱格 {box} 中久无通信员取走。',
    'carried-in-hand': '通信员已从外发箱格取走，至今未投递。',
    'not-fetched-back': '传阅已终止，仍在 {box} 中，至今未取回。',
    'not-handled': '已取走，超过办理时限仍未办结。',
    'recalled-not-back': '已要求清退，至今未回。',
    'opening-in-doubt': '{box} 是否开启过，无人知晓。',
    'print-in-doubt': '是否打印成功，无人知晓。',
  },
  remedies: {
    withdraw: '催投；不再投放的请撤回。',
    register: '登记此件；不应收的交机要室或退回来件人。',
    match: '在“扫描件”中归入公文，或登记新公文。',
    correct: '由登记员和通信员两人在箱前勘误。',
    'stock-take': '在箱前盘点此箱格。',
    fetch: '取出并归位。',
    chase: '催办；已办而未记的请补记。',
    'settle-print': '看一眼打印机，在“打印”中说明结果。',
    look: '到箱前看一眼门是否关好。',
  },
};
type Words = { readonly [Part in keyof typeof zh]: Readonly<Record<keyof (typeof zh)[Part], string>> };
const en: Words = {
  kinds: {
    'electronic-only': 'Electronic only',
    'paper-only': 'Paper only',
    'wrong-box': 'Wrong box',
    'copies-short': 'Copies short',
    'count-differs': 'Counted, not as scanned',
    'sensor-empty': 'Sensor empty, record inside',
    'sensor-occupied': 'Sensor occupied, record empty',
    'not-in-box': 'Not found in stock-take',
    overdue: 'Overdue in transit',
    'not-handled': 'Collected, long not handled',
    'not-back': 'Called back, not returned',
    'in-doubt': 'In doubt',
  },
  codes: {
    'never-dropped': 'Registered for {expected}, none dropped until now.',
    'some-not-dropped': '{found} of {expected} dropped, the others not.',
    'unknown-code-scanned': 'A code was scanned that nothing is registered under: paper without a record.',
    'unknown-code-in-box': 'The stock-take found a piece in {box} that is not registered.',
    'unreadable-in-box': 'The stock-take found {found} without a readable code in {box}.',
    'scan-without-document': 'A scan was taken in that belongs to no registered document.',
    'box-of-another': 'It lies in {box}, the box of another department.',
    'through-wrong-slot': 'Paper came in through the slot of {box}, which was not open.',
    'found-elsewhere': 'The stock-take found it in {box}, where the record does not have it.',
    'counted-more': '{box} counted {found}, recorded were {expected}: what is more has no record.',
    'counted-fewer': '{box} counted {found}, recorded were {expected}: some are not there.',
    'sensor-empty': 'The sensor of {box} sees nothing, the record has {expected} inside.',
    'sensor-occupied': 'The sensor of {box} sees something, the record has nothing inside.',
    'not-found-in-box': 'The stock-take did not find it in {box}, where the record has it.',
    'not-collected': 'Waits in {box} beyond the deadline of signing for it.',
    'refused-in-hand': 'Refused, and not put into a returns compartment until now.',
    'corrected-in-hand': 'Taken out of a wrong box and not dropped again.',
    'left-in-outgoing': 'Lies in the outgoing compartment {box} and no messenger fetched it.',
    'carried-in-hand': 'A messenger took it out of an outgoing compartment and has not dropped it until now.',
    'left-in-returns': 'Lies in the returns compartment {box} and was not fetched.',
    'not-fetched-back': 'Its circulation was ended, and nobody fetched it out of {box} yet.',
    'not-handled': 'Collected, and not handled long after its deadline.',
    'recalled-not-back': 'Called back and not returned until now.',
    'opening-in-doubt': 'Nobody knows whether {box} opened.',
    'print-in-doubt': 'Nobody knows whether it was printed.',
  },
  remedies: {
    withdraw: 'Ask for the drop; withdraw what will not be dropped.',
    register: 'Register it; what is not for this office goes to the confidential office or back.',
    match: 'Match it with a document under “Scans”, or register one.',
    correct: 'Correct it at the box: registrar and messenger together.',
    'stock-take': 'Take stock of this box.',
    fetch: 'Fetch it and bring it where it belongs.',
    chase: 'Chase it; note it when it was done and not noted.',
    'settle-print': 'Look at the printer and say under “Print jobs” what became of it.',
    look: 'Look whether the door is closed.',
  },
};
export const differenceWords = { 'zh-CN': zh, en } as const;
export type DifferenceCode = keyof typeof zh.codes;
export type Remedy = keyof typeof zh.remedies;

/** What settles it, by how it shows. */
export const remedies: Readonly<Record<DifferenceCode, Remedy>> = {
  'never-dropped': 'withdraw',
  'some-not-dropped': 'withdraw',
  'unknown-code-scanned': 'register',
  'unknown-code-in-box': 'register',
  'unreadable-in-box': 'register',
  'scan-without-document': 'match',
  'box-of-another': 'correct',
  'through-wrong-slot': 'stock-take',
  'found-elsewhere': 'correct',
  'counted-more': 'stock-take',
  'counted-fewer': 'stock-take',
  'sensor-empty': 'stock-take',
  'sensor-occupied': 'stock-take',
  'not-found-in-box': 'stock-take',
  'not-collected': 'chase',
  'refused-in-hand': 'fetch',
  'corrected-in-hand': 'fetch',
  'left-in-returns': 'fetch',
  'left-in-outgoing': 'fetch',
  'carried-in-hand': 'chase',
  'not-fetched-back': 'correct',
  'not-handled': 'chase',
  'recalled-not-back': 'chase',
  'opening-in-doubt': 'look',
  'print-in-doubt': 'settle-print',
};

/** The sentence for a difference: `{expected}`, `{found}` and `{box}` filled in. */
export const explain = (
  language: keyof typeof differenceWords,
  row: {
    readonly code: DifferenceCode;
    readonly expected: number | null;
    readonly found: number | null;
    readonly compartment: string | null;
  },
): string =>
  differenceWords[language].codes[row.code]
    .replaceAll('{expected}', String(row.expected ?? '?'))
    .replaceAll('{found}', String(row.found ?? '?'))
    .replaceAll('{box}', row.compartment ?? '?');
