/**
 * One option. Its type, default, help, flag, variable, row in docs/operations.md and messages all come from one call of
 * {@link field}, so none of them can be out of step.
 */
import { z } from 'zod'

export interface FieldDoc {
  /** One sentence without a full stop, for --help and the table. */
  help: string
  /**
   * Name of the flag without dashes, and, in capitals, of the variable. Default: the key path, `rooms.maxMembers` is
   * `--rooms-max-members` and `LIANMAI_ROOMS_MAX_MEMBERS`.
   */
  flag?: string
  unit?: 'ms' | 'bytes'
  /** What --help shows for the value; default: what the type is called. */
  value?: string
  /** The default, where it is no constant. */
  otherwise?: string
  /** Never printed, and may be read from a file: `<key>File`, `--<flag>-file`, `LIANMAI_<FLAG>_FILE`. */
  secret?: true
  /** Among the few that --help begins with. */
  common?: true
  /** What stands in the example file. */
  example?: unknown
}

/** Gives a type what help, table and messages say about it. */
export function field<T extends z.ZodType>(type: T, doc: FieldDoc): T {
  return type.meta({ doc })
}

/** A whole number of at least `min`. */
export function count(value: number, min: number, doc: FieldDoc): z.ZodDefault<z.ZodInt> {
  return field(z.int().min(min).default(value), doc)
}

/** A time in ms. */
export function ms(value: number, min: number, doc: FieldDoc): z.ZodDefault<z.ZodInt> {
  return count(value, min, { ...doc, unit: 'ms' })
}

/** A size in bytes. */
export function bytes(value: number, min: number, doc: FieldDoc): z.ZodDefault<z.ZodInt> {
  return count(value, min, { ...doc, unit: 'bytes' })
}

const PORTS = z.int().min(0).max(65_535)

export function port(value: number, doc: FieldDoc): z.ZodDefault<z.ZodInt> {
  return field(PORTS.default(value), doc)
}

/** A port that is not opened unless it is given. */
export function optionalPort(doc: FieldDoc): z.ZodOptional<z.ZodInt> {
  return field(PORTS.optional(), doc)
}

/** A text that `read` takes; what it throws becomes the message, which must not repeat a secret. */
export function readAs<T>(read: (text: string) => T): z.ZodType<T, string> {
  return z.string().transform((text, context) => {
    try {
      return read(text)
    } catch (error) {
      context.issues.push({ code: 'custom', message: (error as Error).message, input: text })
      return z.NEVER
    }
  })
}
