/* Many websocket clients in one thread: connects, watches, counts what comes. No verdicts.
 *
 * websocket_clients PORT PATH COUNT AT_ONCE WATCHES TIMED
 * WATCHES is a file with a message a line, taken in turn, or "-" for none. A client with a message
 * is ready when its snapshot is complete, one without when it is connected; AT_ONCE may be on
 * their way. The first TIMED clients also note how old each `observed_at` is when it arrives.
 *
 * On standard input: "count" prints ready, gone, messages and their bytes; "delays" prints and
 * forgets the ages in µs; "stop" stops reading for good; the end of input ends the program.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { READ_BYTES = 1 << 20, ADDRESS_CLIENTS = 20000, AGES_MAX = 4000000 };
enum state { UNUSED, OPENING, WATCHING, READY, GONE };

struct client {
    int fd, number;
    enum state state;
    char *rest; /* the unread part of a frame */
    size_t rest_bytes;
};

static struct client *clients;
static char **watches, *path;
static int epoll, port, count, at_once, watch_count, timed, started, ready, gone;
static long messages, message_bytes;
static int *ages, age_count;
static char buffer[READ_BYTES + (1 << 20)];

static void drop(struct client *c) {
    if (c->state == READY) ready--;
    c->state = GONE;
    gone++;
    close(c->fd);
    free(c->rest);
    c->rest = NULL;
    c->rest_bytes = 0;
}

static void send_all(struct client *c, const char *data, size_t size) {
    if (send(c->fd, data, size, MSG_NOSIGNAL) != (ssize_t)size) drop(c);
}

/* A mask of zeros masks nothing, and is allowed. */
static void send_frame(struct client *c, int opcode, const char *data, size_t size) {
    char frame[4096] = {(char)(0x80 | opcode)};
    size_t head = 2;
    if (size < 126) {
        frame[1] = (char)(0x80 | size);
    } else {
        frame[1] = (char)(0x80 | 126), frame[2] = (char)(size >> 8), frame[3] = (char)size;
        head = 4;
    }
    memset(frame + head, 0, 4);
    memcpy(frame + head + 4, data, size);
    send_all(c, frame, head + 4 + size);
}

static void start(struct client *c) {
    static const struct linger reset = {1, 0};
    const int on = 1;
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET};
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    c->number = started++;
    c->state = OPENING;
    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + c->number / ADDRESS_CLIENTS);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons((uint16_t)port);
    bind(c->fd, (struct sockaddr *)&from, sizeof from);
    connect(c->fd, (struct sockaddr *)&to, sizeof to);
    struct epoll_event wanted = {EPOLLOUT, {.ptr = c}};
    epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &wanted);
}

static void open_websocket(struct client *c) {
    char request[512];
    int size = snprintf(request, sizeof request,
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
        path, port);
    struct epoll_event wanted = {EPOLLIN, {.ptr = c}};
    epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &wanted);
    send_all(c, request, (size_t)size);
}

static void become(struct client *c, enum state state) {
    c->state = state;
    if (state == READY) ready++;
}

/* Minutes and finer are compared, so that zones of whole hours do not matter. */
static void note_ages(const char *text, size_t size) {
    static const char mark[] = "\"observed_at\":\"";
    const long hour_us = 3600L * 1000000;
    struct timeval now;
    gettimeofday(&now, NULL);
    const long now_us = (now.tv_sec % 3600) * 1000000L + now.tv_usec;
    const char *end = text + size, *at = text;
    while ((at = memmem(at, (size_t)(end - at), mark, sizeof mark - 1)) && age_count < AGES_MAX) {
        at += sizeof mark - 1;
        const double seconds = strtol(at + 14, NULL, 10) * 60 + strtod(at + 17, NULL);
        ages[age_count++] = (int)((now_us - (long)(seconds * 1e6 + 0.5) + hour_us) % hour_us);
    }
}

static int begins(const char *text, size_t size, const char *with) {
    return size >= strlen(with) && !memcmp(text, with, strlen(with));
}

static void take_text(struct client *c, const char *text, size_t size) {
    if (c->state == WATCHING) {
        static const char last[] = "\"last\":true}";
        if (begins(text, size, "{\"type\":\"snapshot\"") &&
            !memcmp(text + size - (sizeof last - 1), last, sizeof last - 1))
            become(c, READY);
        return;
    }
    if (watch_count && (!begins(text, size, "{\"type\":\"changes\"") ||
                        memmem(text, size, "\"lots\":[]", 9)))
        return; /* greetings and signs of life are not counted */
    messages++;
    message_bytes += (long)size;
    if (c->number < timed) note_ages(text, size);
}

/* Returns how many bytes were whole frames. */
static size_t take_frames(struct client *c, const char *data, size_t size) {
    size_t done = 0;
    while (size - done >= 2 && c->state != GONE) {
        const unsigned char *f = (const unsigned char *)data + done;
        size_t head = 2, length = f[1] & 127;
        if (length >= 126) head = length == 126 ? 4 : 10;
        if (size - done < head) break;
        if (head > 2) {
            length = 0;
            for (size_t i = 2; i < head; i++) length = length << 8 | f[i];
        }
        if (size - done < head + length) break;
        const char *payload = data + done + head;
        switch (f[0] & 15) {
        case 1: take_text(c, payload, length); break;
        case 8: drop(c); break;
        case 9: send_frame(c, 10, payload, length); break;
        }
        done += head + length;
    }
    return done;
}

static size_t take_answer(struct client *c, const char *data, size_t size) {
    const char *end = memmem(data, size, "\r\n\r\n", 4);
    if (!end) return 0;
    if (memcmp(data, "HTTP/1.1 101", 12)) {
        drop(c);
        return size;
    }
    become(c, watch_count ? WATCHING : READY);
    if (watch_count) {
        const char *watch = watches[c->number % watch_count];
        send_frame(c, 1, watch, strlen(watch));
    }
    return (size_t)(end + 4 - data);
}

static void receive(struct client *c) {
    memcpy(buffer, c->rest ? c->rest : "", c->rest_bytes);
    const ssize_t got = read(c->fd, buffer + c->rest_bytes, READ_BYTES);
    if (got <= 0) {
        drop(c);
        return;
    }
    const size_t size = c->rest_bytes + (size_t)got;
    size_t done = c->state == OPENING ? take_answer(c, buffer, size) : 0;
    if (c->state != OPENING && c->state != GONE)
        done += take_frames(c, buffer + done, size - done);
    if (c->state == GONE) return;
    free(c->rest);
    c->rest_bytes = size - done;
    c->rest = c->rest_bytes ? memcpy(malloc(c->rest_bytes), buffer + done, c->rest_bytes) : NULL;
}

static void stop_reading(void) {
    for (int i = 0; i < count; i++)
        if (clients[i].state == READY) {
            struct epoll_event wanted = {0, {.ptr = &clients[i]}}; /* a hang-up still shows */
            epoll_ctl(epoll, EPOLL_CTL_MOD, clients[i].fd, &wanted);
        }
}

/* Returns 0 at the end of input. */
static int obey(void) {
    char command[64];
    if (!fgets(command, sizeof command, stdin)) return 0;
    if (!strcmp(command, "count\n")) {
        printf("%d %d %ld %ld\n", ready, gone, messages, message_bytes);
    } else if (!strcmp(command, "delays\n")) {
        for (int i = 0; i < age_count; i++) printf("%d ", ages[i]);
        printf("\n");
        age_count = 0;
    } else if (!strcmp(command, "stop\n")) {
        stop_reading();
        printf("\n");
    }
    fflush(stdout);
    return 1;
}

static void read_watches(const char *name) {
    size_t room = 0;
    char *line = NULL;
    FILE *file = strcmp(name, "-") ? fopen(name, "r") : NULL;
    while (file && getline(&line, &room, file) > 0) {
        line[strcspn(line, "\n")] = 0;
        watches = realloc(watches, sizeof *watches * (size_t)(watch_count + 1));
        watches[watch_count++] = strdup(line);
    }
}

static void handle(struct epoll_event *event) {
    struct client *c = event->data.ptr;
    if (c->state == GONE) return;
    if (event->events & EPOLLOUT && !(event->events & EPOLLERR)) open_websocket(c);
    else if (event->events & EPOLLIN) receive(c);
    else drop(c);
}

int main(int argc, char **argv) {
    if (argc != 7) return 2;
    port = atoi(argv[1]), path = argv[2], count = atoi(argv[3]), at_once = atoi(argv[4]);
    read_watches(argv[5]);
    timed = atoi(argv[6]);
    ages = malloc(sizeof *ages * AGES_MAX);
    clients = calloc((size_t)count, sizeof *clients);
    setvbuf(stdin, NULL, _IONBF, 0);
    epoll = epoll_create1(0);
    struct epoll_event wanted = {EPOLLIN, {.ptr = NULL}}, events[512];
    epoll_ctl(epoll, EPOLL_CTL_ADD, STDIN_FILENO, &wanted);
    for (;;) {
        while (started < count && started - ready - gone < at_once) start(&clients[started]);
        const int found = epoll_wait(epoll, events, 512, -1);
        for (int i = 0; i < found; i++) {
            if (events[i].data.ptr) handle(&events[i]);
            else if (!obey()) return 0;
        }
    }
}
