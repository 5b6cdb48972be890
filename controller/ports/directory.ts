/** What a directory says, as it stands there: nothing of it has been checked. */
export interface DirectoryContent {
  /** Null: the directory is not asked for departments. */
  readonly departments: readonly DirectoryDepartment[] | null;
  readonly people: readonly DirectoryPerson[] | null;
}
export interface DirectoryDepartment {
  readonly dn: string;
  readonly code: string;
  readonly name: string;
  readonly aliases: readonly string[];
}
export interface DirectoryPerson {
  readonly dn: string;
  readonly number: string;
  readonly name: string;
  /** Codes, names or distinguished names of departments. */
  readonly departments: readonly string[];
  /** Null: roles are not the directory's affair. */
  readonly roles: readonly string[] | null;
}
export interface Directory {
  /** All of it; rejects with DirectoryUnreadable. */
  read(): Promise<DirectoryContent>;
}
/** The directory could not be read whole. `code`: `unreachable`, `refused`, `no-such-base`, `not-trusted`, `cut-off`. */
export class DirectoryUnreadable extends Error {
  readonly code: string;
  constructor(code: string, detail: string) {
    super(detail);
    this.code = code;
  }
}
