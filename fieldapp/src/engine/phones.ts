/** Phone numbers as the server takes them (`linli.core.codes.is_phone`); both run the examples of `tests/vectors/phones.json`. */

const PHONE = /^(?:(?:\+?86)?1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|400-?\d{3}-?\d{4})$/

/** Say whether a text looks like a Chinese mobile, landline or service number. */
export function isPhone(text: string): boolean {
  return PHONE.test(text.replaceAll(' ', ''))
}
