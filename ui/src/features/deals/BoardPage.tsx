import { Select, Tabs } from "@mantine/core";
import { IconFilter2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import type { Deal } from "@/api/types";
import { errorWords } from "@/app/errors";
import { Board } from "@/components/board/Board";
import type { Column, Drop } from "@/components/board/drop";
import { FilterBar } from "@/components/filter/FilterBar";
import { Page } from "@/components/Page";
import { EmptyState, ErrorState } from "@/components/States";
import { useNarrow } from "@/components/useNarrow";
import { useFields } from "@/records/fields";
import { useFunnelTabs } from "@/records/funnel";
import { titlesOf } from "@/records/names";
import { useUndoToast } from "@/records/useUndoToast";
import { useWhyNot } from "@/records/useWhyNot";
import { boardQuery, useMoreCards, useMoveDeal } from "./api";
import style from "./BoardPage.module.css";
import { ColumnHead } from "./ColumnHead";
import { DealCard } from "./DealCard";

/** Filters that make no sense on a board of open deals by stage. */
const NOT_HERE = new Set(["status", "stage", "pipeline", "closed_at", "loss_reason"]);

export default function BoardPage() {
  const { t } = useTranslation("deals");
  const search = useSearch({ from: "/app/board" });
  const navigate = useNavigate({ from: "/board" });
  const narrow = useNarrow();
  const tabs = useFunnelTabs("board");
  const { workspace, pipelines: all } = useCatalogue();
  const pipelines = all.filter((one) => !one.removed_at);
  const pipeline = pipelines.find((one) => one.id === search.pipeline) ?? pipelines[0];
  const filterFields = useFields("deal").flatMap((field) =>
    field.filter && !NOT_HERE.has(field.name) ? [{ ...field, name: field.filter }] : [],
  );
  const query = useQuery({
    ...boardQuery(pipeline?.id ?? "", search.filter),
    enabled: pipeline !== undefined,
    placeholderData: (before) => before,
  });
  const columns = useColumns(pipeline?.id ?? "", search.filter);
  const move = useMove();
  const why = useWhyNot();
  const stage = search.stage ?? pipeline?.stages[0]?.id;
  const refs = query.data?.refs ?? {};
  const titles = titlesOf(refs);
  const counts = new Map(query.data?.columns.map((column) => [column.stage, column.totals.count]));
  const none =
    query.data?.columns.every((column) => column.totals.count === 0) && !search.filter?.length;

  return (
    <Page
      title={pipeline?.name ?? t("board")}
      tabs={tabs}
      {...(pipelines.length > 1 && pipeline
        ? {
            heading: (
              <Select
                aria-label={t("pipeline")}
                className={style.pipeline}
                variant="unstyled"
                data={pipelines.map((one) => ({ value: one.id, label: one.name }))}
                value={pipeline.id}
                allowDeselect={false}
                onChange={(id) =>
                  void navigate({
                    search: ({ stage: _, ...before }) => ({ ...before, pipeline: id ?? undefined }),
                  })
                }
              />
            ),
          }
        : {})}
      controls={
        <FilterBar
          fields={filterFields}
          value={search.filter ?? []}
          titles={titles}
          currency={workspace.currency}
          onChange={(filter) =>
            void navigate({
              search: ({ filter: _, ...before }) =>
                filter.length ? { ...before, filter } : before,
            })
          }
        />
      }
    >
      {query.isError && !query.data ? (
        <ErrorState title={errorWords(query.error).title} onRetry={() => void query.refetch()}>
          {errorWords(query.error).detail}
        </ErrorState>
      ) : none ? (
        <EmptyState icon={IconFilter2} title={t("empty.title")}>
          {t("empty.text")}
        </EmptyState>
      ) : query.data && pipeline ? (
        <div className={style.fill}>
          {narrow ? (
            <Tabs
              value={stage ?? null}
              onChange={(next) =>
                void navigate({
                  search: (before) => ({ ...before, stage: next ?? undefined }),
                  replace: true,
                })
              }
            >
              <Tabs.List className={style.stages} aria-label={t("stages")}>
                {columns.map((column) => (
                  <Tabs.Tab key={column.id} value={column.id}>
                    {column.title} <span className={style.count}>{counts.get(column.id) ?? 0}</span>
                  </Tabs.Tab>
                ))}
              </Tabs.List>
            </Tabs>
          ) : null}
          <div className={style.board}>
            <Board
              label={pipeline.name}
              columns={columns}
              cardId={(card: Deal) => card.id}
              cardTitle={(card) => card.title}
              renderCard={(card, tools) => <DealCard card={card} refs={refs} tools={tools} />}
              onMove={move}
              fixed={why}
              only={stage}
            />
          </div>
        </div>
      ) : null}
    </Page>
  );
}

function useColumns(pipelineId: string, filter: readonly string[] | undefined): Column<Deal>[] {
  const { t } = useTranslation("deals");
  const catalogue = useCatalogue();
  const { data } = useQuery({ ...boardQuery(pipelineId, filter), enabled: false });
  const { mutate, isPending } = useMoreCards(pipelineId, filter);
  const onMore = useCallback(
    (stage: string, cursor: string) => {
      if (!isPending) mutate({ stage, cursor });
    },
    [mutate, isPending],
  );
  return useMemo(() => {
    const pipeline = catalogue.pipelines.find((one) => one.id === pipelineId);
    return (pipeline?.stages ?? []).map((stage) => {
      const column = data?.columns.find((one) => one.stage === stage.id);
      return {
        id: stage.id,
        title: stage.name,
        head: <ColumnHead stage={stage} totals={column?.totals} />,
        cards: column?.cards ?? [],
        more: Boolean(column?.next),
        empty: t("empty.column"),
        ...(column?.next ? { onMore: () => onMore(stage.id, column.next as string) } : {}),
      };
    });
  }, [catalogue, pipelineId, data, onMore, t]);
}

/** Moves at once and says so, with the way back. */
function useMove(): (card: Deal, drop: Drop) => void {
  const { t } = useTranslation("deals");
  const undoToast = useUndoToast();
  const stages = useCatalogue().pipelines.flatMap((one) => one.stages);
  const { mutate } = useMoveDeal();
  return (card, drop) => {
    const name = stages.find((one) => one.id === drop.column)?.name ?? "";
    mutate(
      { deal: card, stage: drop.column, after: drop.after, before: drop.before },
      {
        onSuccess: ({ seq }) => {
          if (drop.column !== card.stage) undoToast(t("moved", { stage: name }), seq);
        },
      },
    );
  };
}
