// Messages for the islands: ICU MessageFormat from the catalogue that the server put into the page.

import { IntlMessageFormat } from "intl-messageformat";

export type Parameters = Record<string, string | number>;
export type Messages = (key: string, parameters?: Parameters) => string;

/** `json` is an object of key -> message. A missing key shows itself rather than breaking the vote. */
export function readMessages(json: string, language: string): Messages {
  const catalogue = JSON.parse(json) as Record<string, string>;
  return (key, parameters = {}) => {
    const message = catalogue[key];
    return message === undefined ? key : String(new IntlMessageFormat(message, language).format(parameters));
  };
}

/** Minor units in the page's language: whole amounts without decimals, as the server writes them. */
export function readMoney(currency: string, language: string): (minor: number) => string {
  const decimals = new Intl.NumberFormat(language, { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const unit = 10 ** decimals;
  return (minor) =>
    new Intl.NumberFormat(language, { style: "currency", currency, minimumFractionDigits: minor % unit === 0 ? 0 : decimals }).format(minor / unit);
}
