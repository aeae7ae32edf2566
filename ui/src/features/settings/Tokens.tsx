import { Button, Checkbox, TextInput } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api/problem";
import { useConfirm } from "@/components/Confirm";
import { useFormat } from "@/i18n/FormatProvider";
import style from "./Access.module.css";
import {
  type NewToken,
  TOKEN_SCOPES,
  type Token,
  tokensQuery,
  useMakeToken,
  useRevokeToken,
} from "./access";
import { FoldedForm } from "./FoldedForm";
import { Secret } from "./Secret";
import { Section } from "./Section";

/** How one's own programs come in. */
export function Tokens() {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const confirm = useConfirm();
  const { data: tokens = [] } = useQuery(tokensQuery);
  const revoke = useRevokeToken();
  const [made, setMade] = useState<NewToken | null>(null);
  const end = async (token: Token) => {
    const sure = await confirm({
      title: t("token_revoke_name", { name: token.name }),
      consequence: t("token_revoke_text"),
      action: t("token_revoke"),
      danger: true,
    });
    if (sure) revoke.mutate(token.id);
  };
  return (
    <Section title={t("tokens")} text={t("tokens_text")}>
      {tokens.length ? (
        <ul className={style.list}>
          {tokens.map((token) => (
            <li key={token.id}>
              <span>
                {token.name}
                <small>
                  {token.scopes.map((scope) => t(`token_scope.${scope}`)).join(", ")}
                  {" · "}
                  {token.used_at
                    ? t("token_used", { when: format.relative(token.used_at) })
                    : t("token_unused")}
                  {token.expires_at
                    ? ` · ${t("token_expires", { date: format.date(format.dayOf(token.expires_at)) })}`
                    : ""}
                </small>
              </span>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t("token_revoke_name", { name: token.name })}
                onClick={() => void end(token)}
              >
                {t("token_revoke")}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {made?.secret ? (
        <Secret
          label={t("token_secret", { name: made.name })}
          text={t("token_secret_text")}
          value={made.secret}
          onDone={() => setMade(null)}
        />
      ) : (
        <NewTokenForm onMade={setMade} />
      )}
    </Section>
  );
}

function NewTokenForm({ onMade }: { onMade: (made: NewToken) => void }) {
  const { t } = useTranslation("settings");
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>(["read"]);
  const [until, setUntil] = useState("");
  const make = useMakeToken();
  const problem = isProblem(make.error) ? make.error : null;
  const send = (done: () => void) => {
    const expires_at = until ? new Date(`${until}T23:59:59`).toISOString() : null;
    make.mutate(
      {
        name: name.trim(),
        scopes: TOKEN_SCOPES.filter((scope) => scopes.includes(scope)),
        expires_at,
      },
      {
        onSuccess: (made) => {
          done();
          setName("");
          onMade(made);
        },
      },
    );
  };
  return (
    <FoldedForm
      label={t("token_new")}
      icon={<IconKey size={16} stroke={1.5} aria-hidden />}
      send={t("token_make")}
      disabled={!name.trim() || !scopes.length}
      sending={make}
      onSubmit={send}
    >
      <TextInput
        autoFocus
        label={t("name")}
        description={t("token_name_hint")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={problem?.field("name")}
        required
      />
      <Checkbox.Group
        label={t("token_may")}
        value={scopes}
        onChange={setScopes}
        error={problem?.field("scopes")}
      >
        {TOKEN_SCOPES.map((scope) => (
          <Checkbox key={scope} mt={8} value={scope} label={t(`token_scope_long.${scope}`)} />
        ))}
      </Checkbox.Group>
      <TextInput
        type="date"
        label={t("token_until")}
        description={t("token_until_hint")}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
        error={problem?.field("expires_at")}
      />
    </FoldedForm>
  );
}
