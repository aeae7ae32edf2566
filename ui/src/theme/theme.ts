import { createTheme } from "@mantine/core";

// Colours live in theme.css under the names Mantine asks for; these ten only satisfy its type.
const named = (name: string) =>
  Array.from({ length: 10 }, () => `var(--mantine-color-${name}-filled)`) as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];

// Body never scrolls (the panes do), and the lock would inject a style element.
const floating = { lockScroll: false, transitionProps: { duration: 120 } };

export const theme = createTheme({
  primaryColor: "petrol",
  colors: { petrol: named("petrol") },
  fontFamily: "var(--font)",
  defaultRadius: "md",
  respectReducedMotion: true,
  // By name, not through the components: importing them here would put all of them in the first chunk.
  components: {
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: 32 } },
    Button: {
      defaultProps: { size: "sm" },
      vars: (_theme: unknown, props: { size?: string }) => ({
        root: props.size === "sm" ? { "--button-height": "var(--control)" } : {},
      }),
    },
    Checkbox: { defaultProps: { size: "xs" } },
    Drawer: { defaultProps: floating },
    Input: {
      defaultProps: { size: "sm" },
      vars: (_theme: unknown, props: { size?: string; multiline?: boolean }) => ({
        wrapper:
          props.size === "sm" && !props.multiline ? { "--input-height": "var(--control)" } : {},
      }),
    },
    Menu: { defaultProps: { shadow: "md", transitionProps: { duration: 80 } } },
    Modal: {
      defaultProps: { ...floating, overlayProps: { backgroundOpacity: 0.35 } },
    },
    NumberInput: { defaultProps: { size: "sm" } },
    Popover: { defaultProps: { shadow: "md", transitionProps: { duration: 80 } } },
    Select: {
      defaultProps: {
        size: "sm",
        comboboxProps: { shadow: "md", transitionProps: { duration: 80 } },
      },
    },
    Switch: { defaultProps: { size: "sm" } },
    TextInput: { defaultProps: { size: "sm" } },
    Textarea: { defaultProps: { size: "sm", autosize: false } },
    Tooltip: { defaultProps: { openDelay: 400 } },
  },
});
