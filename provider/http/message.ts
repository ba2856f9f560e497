/** What goes over the wire: a request, and an answer whatever its status. */

/** One request. */
export interface HttpRequest {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer, refused or not. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly body: string;
  /** By its name in lower case; one that came several times is one text, with commas. */
  readonly header: (name: string) => string | undefined;
}
